"""What a descriptor may say: profile, resources, schemas, fields, and what the models demand of them."""
