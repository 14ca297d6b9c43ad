"""What the examples of the modules besides the workflow speak of, in a new deployment.

rec001, rec002, rec003    customers; the first is a to-do as well
org001                    a department with nobody in it
1500000000000000002       a role that nobody has yet
a.jpg, dir/a.jpg          stored pictures
"""

import base64

from weda_tui.sandbox.models.catalogue import CUSTOMER, TODO

CUSTOMERS = ("rec001", "rec002", "rec003")
TO_DO = CUSTOMERS[0]
DEPARTMENT_ID = "org001"
ROLE_ID = "1500000000000000002"

BUCKET = "cloud://env.bucket/"
"""How the examples spell the store's one bucket."""
PICTURES = ("a.jpg", "dir/a.jpg")
PICTURE = base64.b64decode(
    "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDABALDA4MChAODQ4SERATGCgaGBYWGDEjJR0oOjM9PDkzODdASFxOQERXRTc4"
    "UG1RV19iZ2hnPk1xeXBkeFxlZ2P/wAALCAAIAAgBAREA/8QAFAABAAAAAAAAAAAAAAAAAAAABf/EABQQAQAAAAAAAAAA"
    "AAAAAAAAAAD/2gAIAQEAAD8AMf/Z"
)
"""Eight grey pixels by eight, JPEG."""

VARIABLES = {
    "modelName": TODO,
    "recordId": TO_DO,
    "templateName": "customers_by_age",
    "datasourceName": CUSTOMER,
    "recordIds": ",".join(CUSTOMERS[1:]),
}
"""Values for what the paths of those calls leave open, by name."""
