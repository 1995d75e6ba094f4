"""Word lists and the folding of characters, with no grammar in them."""
