"""What runs queries: processes, their limits, the releases and stores they ask. Knows no address and no page.

The face reaches it through :mod:`endpoint.engine.service` alone.
"""
