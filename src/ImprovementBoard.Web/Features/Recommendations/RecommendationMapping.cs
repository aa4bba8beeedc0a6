using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.Programmes;
using ImprovementBoard.Core.Recommendations;
using ImprovementBoard.Core.Visits;
using ImprovementBoard.Web.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ImprovementBoard.Web.Features.Recommendations;

internal sealed class RecommendationMapping : IEntityTypeConfiguration<Recommendation>
{
    public void Configure(EntityTypeBuilder<Recommendation> builder)
    {
        builder.HasProgramme();
        builder.HasIndex(r => new { r.ProgrammeId, r.Ref }).IsUnique();
        builder.HasIndex(r => new { r.ProgrammeId, r.Delivery, r.Impact });
        builder.HasIndex(r => new { r.ProgrammeId, r.Impact });
        builder.HasIndex(r => new { r.ProgrammeId, r.Status });
        builder.Property(r => r.Ref).HasMaxLength(20);
        builder.Property(r => r.ShortTitle).HasMaxLength(Recommendation.ShortTitleMaxLength);
        builder.ComplexCollection(r => r.EarlierRounds, r => r.ToJson());
        builder.ComplexCollection(r => r.Supersessions, s => s.ToJson());
        builder.HasIndex(r => new { r.ProgrammeId, r.OwnerId });
        builder.ComplexCollection(r => r.OwnerChanges, c => c.ToJson());
        builder.HasOne<Body>().WithMany().HasForeignKey(r => r.BodyId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Member>().WithMany().HasForeignKey(r => r.OwnerId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class ImpactJudgementMapping : IEntityTypeConfiguration<ImpactJudgement>
{
    public void Configure(EntityTypeBuilder<ImpactJudgement> builder)
    {
        builder.HasProgramme();
        builder.HasIndex(j => new { j.RecommendationId, j.On });
        builder.Property(j => j.Reason).HasMaxLength(ImpactJudgement.ReasonMaxLength);
        builder.ComplexCollection(j => j.Evidence, e => e.ToJson());
        builder.HasOne<Recommendation>().WithMany(r => r.Judgements).HasForeignKey(j => j.RecommendationId);
        builder.HasOne<Finding>().WithMany().HasForeignKey(j => j.FindingId).OnDelete(DeleteBehavior.Restrict);
    }
}
