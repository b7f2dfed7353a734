"""A release over HTTP. What runs queries is :mod:`endpoint.engine`; what clients see is :mod:`endpoint.face`.

:func:`endpoint.face.app.create_app` makes the application.
"""
