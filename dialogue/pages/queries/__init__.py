"""Every SELECT that gathers several features on one page, split by noun."""
