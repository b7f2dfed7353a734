"""What is made once and shipped with the pages; nothing here runs in the endpoint."""
