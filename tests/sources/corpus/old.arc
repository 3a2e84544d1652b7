filedesc://a.arc 0.0.0.0 20140216012908 text/plain 69
1 0 Example
URL IP-address Archive-date Content-type Archive-length


http://ex.example/a 1.2.3.4 20140216012908 text/html 205
HTTP/1.1 200 OK
Content-Type: text/html

<html><body><p>Gunmen killed seven farmers in Birnin Gwari on Tuesday, police said. The attackers burned three houses and fled into the forest.</p></body></html>
