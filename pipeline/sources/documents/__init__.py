"""Files that are documents: texts, pages, mail, feeds, news in XML."""
