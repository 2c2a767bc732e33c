"""HOW IT IS TOLD: credentials for certificates and products, one folder per specification version."""
