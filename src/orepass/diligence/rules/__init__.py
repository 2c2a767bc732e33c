"""Pure rules of due diligence: site status with expiry, observations, Annex II risks, reading published visits."""
