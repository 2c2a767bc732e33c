"""Certificates and passports on paper: accessible PDFs (PDF/UA-1) from what was signed, with a QR code."""
