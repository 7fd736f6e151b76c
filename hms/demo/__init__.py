"""The demo clinic: made-up people and eight weeks of their appointments, made through the services."""

from hms.demo.clinic import DemoClinic, build, set_passwords

__all__ = ["DemoClinic", "build", "set_passwords"]
