// Leaves a page whose address must not last: its form is sent at once, and going back does not come
// here again.
document.forms[0].submit();
