"""Settings, urls and wiring; sees everything, holds no logic."""
