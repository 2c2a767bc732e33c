"""What anybody may ask of a standard by command, under ``orepass scheme``."""
