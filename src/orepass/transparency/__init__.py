"""The tamper-evident public log; knows nothing of certificates."""
