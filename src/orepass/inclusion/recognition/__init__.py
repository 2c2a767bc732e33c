"""WHAT ANOTHER CERTIFICATE IS WORTH: recognition agreements, requirement by requirement."""
