"""Pure rules of stages: when a promised step falls due, and where a progress plan stands."""
