"""Why an article was coded so, or not at all: every decision of the coder about it, as values.

The accounts are made by the product's own functions on the product's own values: what is shown is what decided.
"""
