"""What comes in and goes out as files: application packages, the workbook template, tables for other programs.

A package is read whole into one :class:`workbench.core.values.Application` with every problem found; reading writes
nothing. Hostile input is met at the door: names, links, sizes and document types are judged before a library sees a
file, and each library is asked for its data only, never to run or expand anything. Rejected: unpacking into a
temporary folder (names and links would have to be trusted to the file system), and reading cached results of
formulas (nobody can check them on paper).
"""
