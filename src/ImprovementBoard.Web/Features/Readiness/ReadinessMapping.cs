using ImprovementBoard.Core.Periods;
using ImprovementBoard.Core.Readiness;
using ImprovementBoard.Web.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ImprovementBoard.Web.Features.Readiness;

internal sealed class ReadinessWaiverMapping : IEntityTypeConfiguration<ReadinessWaiver>
{
    public void Configure(EntityTypeBuilder<ReadinessWaiver> builder)
    {
        builder.HasProgramme();
        builder.HasOne<ReportingPeriod>().WithMany().HasForeignKey(w => w.PeriodId).OnDelete(DeleteBehavior.Cascade);
        // One that stands for each item; those withdrawn stay beside it.
        builder.HasIndex(w => new { w.PeriodId, w.Check, w.Subject, w.Ref }).IsUnique().HasFilter("\"WithdrawnOn\" IS NULL");
        builder.HasIndex(w => new { w.PeriodId, w.On });
        builder.Property(w => w.Check).HasMaxLength(40);
        builder.Property(w => w.Ref).HasMaxLength(20);
        builder.Property(w => w.Missing).HasMaxLength(ReadinessWaiver.MissingMaxLength);
        builder.Property(w => w.Reason).HasMaxLength(ReadinessWaiver.ReasonMaxLength);
    }
}
