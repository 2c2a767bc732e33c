"""HOW IT GETS BETTER: per subject policy, risk, mitigation, indicators, improvement plan."""
