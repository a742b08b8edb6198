"""Whether this machine and this installation are fit: one check a file.

Each check is imported when it is run, so that a package that is missing is one line, and the others
are checked all the same.
"""
