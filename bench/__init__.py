# SPDX-License-Identifier: EUPL-1.2
"""`make bench`: what a page costs, beside two programs that do almost nothing.

A data set of BENCH_N contributions, the application and two anchors under the same server and
database, a small client, one table.  docs/performance.md says how to read it.
"""
