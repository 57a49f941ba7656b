"""What a commune is given back of a round: a frozen account, from which its page and its poster are made."""
