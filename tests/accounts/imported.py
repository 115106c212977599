"""What the tests of importing a register share."""

import csv

from accounts.models import School

GISCO = (
    "id,name,site_name,lat,lon,geo_qual,street,house_number,postcode,city,cc,country,levels,"
    "max_students,enrollment,fields,facility_type,public_private,tel,email,url,ref_date,pub_date,"
    "comments"
)
RIGA = (
    "LV-47,Rīgas Āgenskalna vidusskola,,56.9377,24.0724,1,Lavīzes iela,2A,LV-1002,Rīga,LV,Latvia,"
    "1-2-3,,,,,public,,,www.avsk.example,01/09/2025,15/01/2026,"
)


def rejected(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file, delimiter=","))
    assert rows[0][:2] == ["line", "reason"]
    return {int(row[0]): row[1] for row in rows[1:]}


def schools(country="LV"):
    return list(School.objects.filter(country=country).order_by("official_id"))


def table():
    return list(School.objects.order_by("pk").values())
