"""Pages about deliveries for DCC's people, who have no seat at the desk, and for the Panel's."""
