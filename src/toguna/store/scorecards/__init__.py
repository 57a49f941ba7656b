"""Instruments, their models, cycles in communes, rounds and what each group scored."""
