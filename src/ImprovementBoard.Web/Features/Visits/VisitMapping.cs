using ImprovementBoard.Core.Inspections;
using ImprovementBoard.Core.Visits;
using ImprovementBoard.Web.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ImprovementBoard.Web.Features.Visits;

internal sealed class VisitMapping : IEntityTypeConfiguration<MonitoringVisit>
{
    public void Configure(EntityTypeBuilder<MonitoringVisit> builder)
    {
        builder.HasProgramme();
        builder.HasIndex(v => new { v.ProgrammeId, v.Ref }).IsUnique();
        builder.Property(v => v.Ref).HasMaxLength(40);
        builder.ComplexCollection(v => v.Corrections, c => c.ToJson());
    }
}

internal sealed class FindingMapping : IEntityTypeConfiguration<Finding>
{
    public void Configure(EntityTypeBuilder<Finding> builder)
    {
        builder.HasProgramme();
        builder.HasOne<Inspection>().WithMany().HasForeignKey(f => f.InspectionId);
        builder.HasOne<MonitoringVisit>().WithMany().HasForeignKey(f => f.VisitId);
        builder.HasOne<Finding>().WithMany().HasForeignKey(f => f.RepeatsId).OnDelete(DeleteBehavior.Restrict);
        builder.HasMany(f => f.Recommendations).WithMany(r => r.Findings);
        builder.HasIndex(f => new { f.ProgrammeId, f.Polarity, f.RetestOn });
        builder.ComplexCollection(f => f.Answers, a => a.ToJson());
        builder.ComplexCollection(f => f.Checks, c => c.ToJson());
        builder.ComplexCollection(f => f.Corrections, c => c.ToJson());
    }
}
