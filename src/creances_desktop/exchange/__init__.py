"""Reading and writing the files of the trade: one module per format, no rule of the trade, no dossier.

Readers never raise for a bad line: it is among the rejected ones, with its reason. They raise a DomainError
for a file that cannot be read at all.
"""
