"""The trainable filler: a small encoder that reads each trigger with the mentions around it, and decides what they are."""
