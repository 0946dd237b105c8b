"""The kinds of answers, one a file: each makes a typed text its canonical value, forgiving of form and strict in substance."""
