using ImprovementBoard.Core.Periods;
using ImprovementBoard.Web.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ImprovementBoard.Web.Features.Periods;

internal sealed class ReportingPeriodMapping : IEntityTypeConfiguration<ReportingPeriod>
{
    public void Configure(EntityTypeBuilder<ReportingPeriod> builder)
    {
        builder.HasProgramme();
        builder.HasIndex(p => new { p.ProgrammeId, p.Key }).IsUnique();
        // One snapshot for a day: two periods never end together.
        builder.HasIndex(p => new { p.ProgrammeId, p.CutOffOn }).IsUnique();
        builder.Property(p => p.Key).HasMaxLength(20);
        builder.ComplexCollection(p => p.Moves, m => m.ToJson());
    }
}

internal sealed class PeriodStepMapping : IEntityTypeConfiguration<PeriodStep>
{
    public void Configure(EntityTypeBuilder<PeriodStep> builder)
    {
        builder.HasProgramme();
        builder.HasOne(s => s.Period).WithMany().HasForeignKey(s => s.PeriodId).OnDelete(DeleteBehavior.Cascade);
        // What makes a second ring harmless.
        builder.HasIndex(s => new { s.PeriodId, s.Step }).IsUnique();
        builder.Property(s => s.Words).HasMaxLength(PeriodStep.WordsMaxLength);
    }
}
