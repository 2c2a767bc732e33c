"""How a period of an account ends: counted, told in a statement that is signed, and never booked into again."""
