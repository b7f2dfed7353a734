"""The processes that listen: a supervisor, and gunicorn's fronts with the application in each."""
