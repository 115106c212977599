run:
	./run

test:
	./run test

.PHONY: run test
