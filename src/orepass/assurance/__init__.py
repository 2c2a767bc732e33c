"""IS IT MET: application, self-assessment, audit, findings, review, decision, certificate, surveillance."""
