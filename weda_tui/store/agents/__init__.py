"""What a person approved for agents on this machine, and the questions that wait for one."""
