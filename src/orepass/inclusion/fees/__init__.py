"""WHAT IT COSTS AND WHO PAYS: fees, instalments, sponsors, premiums."""
