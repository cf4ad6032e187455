"""The audit file (XML Auditfile Financieel 4.0): chart, content, XML."""
