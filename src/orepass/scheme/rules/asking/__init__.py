"""What anybody may ask of a standard before there is a file: what applies to whom, and where it says what."""
