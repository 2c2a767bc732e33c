"""EPCIS 2.0 in JSON: reading a document safely, checking it against the standard and naming its events."""
