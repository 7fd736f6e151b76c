"""Orders of laboratory and imaging, what comes of them, and who looks: nothing is filed unseen."""
