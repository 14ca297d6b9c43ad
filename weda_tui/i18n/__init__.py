"""All sentences that the user reads, in Chinese and English.

``words`` declares one class for each place in the program, with one attribute for each sentence.
``Text`` requires every language, so a sentence that is missing in one language is a type error.
Placeholders are named: ``{host}``.
"""
