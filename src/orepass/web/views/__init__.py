"""The pages: each view asks the rooms, shapes the answer for its template, and decides nothing itself."""
