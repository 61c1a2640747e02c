"""Everything printed: reportlab draws here, from contents that the domain has frozen."""
