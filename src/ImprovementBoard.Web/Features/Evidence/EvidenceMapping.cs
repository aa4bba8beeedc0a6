using ImprovementBoard.Core.Actions;
using ImprovementBoard.Core.Evidence;
using ImprovementBoard.Core.Recommendations;
using ImprovementBoard.Web.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ImprovementBoard.Web.Features.Evidence;

internal sealed class EvidenceItemMapping : IEntityTypeConfiguration<EvidenceItem>
{
    public void Configure(EntityTypeBuilder<EvidenceItem> builder)
    {
        builder.HasProgramme();
        builder.HasIndex(e => new { e.ProgrammeId, e.DatedOn, e.Id });
        builder.HasIndex(e => new { e.ProgrammeId, e.Kind, e.DatedOn });
        builder.HasIndex(e => new { e.ProgrammeId, e.Strength, e.DatedOn });
        builder.Property(e => e.Title).HasMaxLength(EvidenceItem.TitleMaxLength);
        builder.Property(e => e.Finding).HasMaxLength(EvidenceItem.FindingMaxLength);
        builder.Property(e => e.WithdrawnReason).HasMaxLength(ActionItem.ReasonMaxLength);
        builder.Ignore(e => e.Fact);
        builder.HasOne<ActionItem>().WithMany(a => a.Evidence).HasForeignKey(e => e.ActionItemId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Recommendation>().WithMany().HasForeignKey(e => e.RecommendationId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class EvidenceVersionMapping : IEntityTypeConfiguration<EvidenceVersion>
{
    public void Configure(EntityTypeBuilder<EvidenceVersion> builder)
    {
        builder.HasProgramme();
        builder.HasIndex(v => new { v.EvidenceItemId, v.Number }).IsUnique();
        builder.HasIndex(v => new { v.ProgrammeId, v.Sha256 });
        builder.Property(v => v.FileName).HasMaxLength(FileNames.MaxLength);
        builder.Property(v => v.MediaType).HasMaxLength(100);
        builder.Property(v => v.Sha256).HasMaxLength(64);
        builder.Property(v => v.Link).HasMaxLength(EvidenceVersion.LinkMaxLength);
        builder.Property(v => v.Note).HasMaxLength(ActionItem.ReasonMaxLength);
        builder.HasOne<EvidenceItem>().WithMany(e => e.Versions).HasForeignKey(v => v.EvidenceItemId);
    }
}
