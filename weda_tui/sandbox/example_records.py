"""The data of a new deployment that the examples of all modules but the workflow refer to.

rec001, rec002, rec003    customers; the first is a to-do as well
org001                    a department without users
1500000000000000002       a role that no user has yet
a.jpg, dir/a.jpg          stored pictures
"""

import base64

from weda_tui.sandbox.models.catalogue import CUSTOMER, TODO

CUSTOMERS = ("rec001", "rec002", "rec003")
TO_DO = CUSTOMERS[0]
DEPARTMENT_ID = "org001"
ROLE_ID = "1500000000000000002"

BUCKET = "cloud://env.bucket/"
"""The name of the store's only bucket in the examples."""
PICTURES = ("a.jpg", "dir/a.jpg")
PICTURE = base64.b64decode(
    "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDABALDA4MChAODQ4SERATGCgaGBYWGDEjJR0oOjM9PDkzODdASFxOQERXRTc4"
    "UG1RV19iZ2hnPk1xeXBkeFxlZ2P/wAALCAAIAAgBAREA/8QAFAABAAAAAAAAAAAAAAAAAAAABf/EABQQAQAAAAAAAAAA"
    "AAAAAAAAAAD/2gAIAQEAAD8AMf/Z"
)
"""A JPEG image of eight by eight grey pixels."""

VARIABLES = {
    "modelName": TODO,
    "recordId": TO_DO,
    "templateName": "customers_by_age",
    "datasourceName": CUSTOMER,
    "recordIds": ",".join(CUSTOMERS[1:]),
}
"""Values for the variables in the paths of those calls, by name."""
