"""WHO IS HEARD: complaints, appeals, whistle-blowing."""
