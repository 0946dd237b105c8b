#!/bin/bash
# Grades a class in eight shares with SLURM: sbatch slurm.sh, in the folder that holds net101 and bundles, on a disk that all nodes see.
#SBATCH --job-name=netkit-grade
#SBATCH --array=1-8
#SBATCH --ntasks=1
#SBATCH --cpus-per-task=1
#SBATCH --mem=2G
#SBATCH --time=01:00:00
#SBATCH --requeue
#SBATCH --output=grade-%a.txt
# What was graded before a share was stopped is not graded again.
exec netkit grade bundles --course net101 --jobs 1 --shard "$SLURM_ARRAY_TASK_ID/$SLURM_ARRAY_TASK_COUNT"
