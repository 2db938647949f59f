"""The trainable filler: a small encoder reads each trigger with the mentions around it and decides what they are."""
