"""What stands around a text: dates of publication, heads of keys and values."""
