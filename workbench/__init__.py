"""大型活动安审工作台 · Event Approval Workbench: the program. Start it with the ``workbench`` script."""

__version__ = "0.1.0"
