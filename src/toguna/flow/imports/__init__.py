"""Workbooks by the thousand rows: looked at first, accepted row by row, and taken back again.

It is the way in "workbook" of the step receive. A workbook is read anew each time, from the bytes that were kept.
"""
