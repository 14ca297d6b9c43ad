"""Every sentence that a person reads, in Chinese and English.

``strings`` declares one frozen record a place with one field a sentence; ``zh`` and ``en`` fill
them, so a sentence missing in one language is a type error. Placeholders are named: ``{host}``.
"""
